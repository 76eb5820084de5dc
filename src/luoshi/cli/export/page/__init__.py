"""The HTML page of a reading; page.html, style.css and page.js are its still parts."""
