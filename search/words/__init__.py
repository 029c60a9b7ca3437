"""From written text to what is compared: one writing for all, bigrams, numbers, look-alikes, initials, marks."""
