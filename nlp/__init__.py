"""Text in, values out: personal details found and taken out, statements coded with evidence."""
