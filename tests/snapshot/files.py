"""Small files of each kind, made here: PDF with labels of pages, DOCX, web pages."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright import ast, pandoc

PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><title>Two rivers</title><script>var hidden = "not for readers";</script></head><body>
<nav><a href="/">Home</a></nav>
<article><h1>Two rivers, one bridge</h1><p class="byline">By Some One</p>
<p>The first paragraph of the report is rather long &amp; has a <a href="x">link</a> in it, so that it counts.</p>
<h2>A subhead between</h2>
<p>The second paragraph puts the debt at $1.5 billion.<br>After a break it goes on for a while, as reports do.</p>
<figure><img src="x"><figcaption>Two ministers on the steps of the old palace</figcaption></figure>
<p>The third paragraph ends the report with a few words more, none of which says anything at all.</p>
</article><footer>Footer words</footer></body></html>
"""


def pdf(pages: Sequence[str], labels: str = "") -> bytes:
    """A PDF with a line of text on each page. labels: the entries of /PageLabels, such as "0 << /S /r >>"."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    numbering = f" /PageLabels << /Nums [{labels}] >>" if labels else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R{numbering} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        resources = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 600 800]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {5 + 2 * index} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(out)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def docx() -> bytes:
    """A Word document with a heading, two paragraphs, a list and a note."""
    from briefwright.word.package import EARLIEST, read_package, write_package

    blocks, _ = pandoc.read_markdown(
        "# A heading\n\nBy Some One\n\nThe first paragraph is here.[^1]\n\n- An item.\n\n"
        "The second one puts the debt at 5.\n\n[^1]: A note of the document.\n"
    )
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder, "reference.docx")
        reference.write_bytes(pandoc.default_reference_docx())
        done = pandoc.to_docx(blocks, {"title": {"t": "MetaInlines", "c": ast.words("T")}}, reference=reference)
    return write_package(read_package(done.output), EARLIEST)
