-- One row per patent that is in force: granted, its term running, not ended, never declared invalid.
select county as area, key as record, 1 as value
from patent_spans
where right_kind = 'utility'
  and begins_on <= $as_of
  and ends_on > $as_of
