"""yuzhi (榆知): the intellectual-property platform of a city."""
