"""Pictures, drawn when the pages are built: inline SVG, in the colours of the style sheet."""
