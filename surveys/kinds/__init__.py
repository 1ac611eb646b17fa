"""One module a kind of question: how it is asked by text and how a reply to it is read."""
