"""Sphinx: ``make docs``; warnings are errors."""

from luoshi import __version__

project = "Luoshi 落实"
author = "The Luoshi founders"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = f"Luoshi 落实 {release}"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]
autodoc_typehints = "description"
