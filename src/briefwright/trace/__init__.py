"""Following what was rendered back to what it rests on, and forward to what has changed since."""
