"""Makes invented submissions with their truth: for the demonstration, for round trips, for measurements."""
