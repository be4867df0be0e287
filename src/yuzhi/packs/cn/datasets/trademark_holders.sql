-- One row per mark: key, holder (the registrant, or the one that it counts as where an officer merged the two).
select t.key, coalesce(i.into_firm, t.registrant) as holder
from trademark_rights t
left join identities i on i.firm = t.registrant and (nullif(i.in_county, '') is null or i.in_county = t.county)
