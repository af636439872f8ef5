"""What editors changed in Word, brought home to facts, briefs and the bibliography."""
