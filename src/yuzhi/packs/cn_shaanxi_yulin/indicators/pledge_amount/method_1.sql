-- One row per registered contract with its secured amount, from the baseline day on where one is set.
select county as area, key as record, amount as value
from pledge_contracts
where registered_on <= $as_of
  and (cast($since as date) is null or registered_on >= cast($since as date))
