"""Ways for a text to reach a phone, behind one protocol."""
