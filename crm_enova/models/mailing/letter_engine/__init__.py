"""HTML in, PDF out: what draws letters, labels and posting books.

Nothing in this folder knows the ERP. ``client`` runs in the ERP's own process and does
no more than to start workers; all else runs in a worker: a short-lived process of its
own, with limits of time and memory, which sees no file and no network, and gets every
byte that it may draw on its standard input.
"""
