"""From a document to a form's fields: the form's printed text is aligned to the document's, holes hold the values."""
