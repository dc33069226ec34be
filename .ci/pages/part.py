"""Fails unless a block of code is a part of the file that its first line names: part.py BLOCK FOLDER."""

import pathlib
import sys

first, _, block = pathlib.Path(sys.argv[1]).read_text().partition("\n")
name = first.replace("# From ", "")
found = [path.read_text() for path in pathlib.Path(sys.argv[2]).rglob(name)]
if not any(block in text for text in found):
    sys.exit(f"this is not in any {name} of the samples:\n{block}")
