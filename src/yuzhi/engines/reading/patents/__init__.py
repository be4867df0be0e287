"""Patent documents in XML: one reader, told by a format value where an office keeps each thing."""
