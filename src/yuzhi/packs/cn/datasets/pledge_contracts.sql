-- One row per loan (a contract where no loan is told), from its earliest registration: key (of that registration), contract, county, amount, renewal, registered_on.
with numbered as (
    select key, coalesce(contract, number, key) as contract, county, amount, coalesce(renewal, false) as renewal,
           registered_on,
           row_number() over (partition by coalesce(loan, contract, number, key) order by registered_on, key) as place
    from merged_pledges
    where amount is not null and registered_on is not null
)
select key, contract, county, amount, renewal, registered_on from numbered where place = 1
