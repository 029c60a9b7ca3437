"""From the pixels of a page: upright, straight, seals set apart, lines and boxes found, text read."""
