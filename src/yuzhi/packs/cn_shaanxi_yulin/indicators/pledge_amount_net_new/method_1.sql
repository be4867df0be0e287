-- One row per registered contract that is no renewal of an earlier loan, with its secured amount.
select county as area, key as record, amount as value
from pledge_contracts
where not renewal
  and registered_on <= $as_of
  and (cast($since as date) is null or registered_on >= cast($since as date))
