"""Text in, values out: personal details found and taken out, statements coded with evidence."""

import os

from nlp.lean import leave_out_commands

# The products of small matrices are quickest on one thread; more only get in one another's way.
# It has to be said before numpy is imported, which reads it once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
leave_out_commands()
