"""Reports as one HTML file: no script, no outside request, readable in black and white and on paper."""
