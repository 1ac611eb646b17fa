"""How the model that finds names is trained: from public text and messages written for it."""
