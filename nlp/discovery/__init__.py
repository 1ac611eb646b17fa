"""Found themes: texts that say alike, grouped by their vectors, each group with a name.

Nothing here is told beforehand what to look for, and nothing here makes vectors: they are handed
over. The same texts with the same vectors give the same themes in any order, on any number of
cores.
"""

from nlp.lean import leave_out_neighbours

# Of scikit-network one module is used, and the package would import them all.
leave_out_neighbours("sknetwork")
leave_out_neighbours("sknetwork.clustering")
