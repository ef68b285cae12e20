"""Pages: each file draws one, as panels of SVG and HTML, from what a visitor's studio holds."""
