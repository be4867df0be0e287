"""The European Patent Office: what its services and its data base say of the patents of all offices."""
