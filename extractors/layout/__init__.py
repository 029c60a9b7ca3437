"""From characters and lines on a page to paragraphs and tables: geometry only, whatever the page was read from."""
