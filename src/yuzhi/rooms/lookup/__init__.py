"""The room where anyone looks up a right or a party: home, results, the page of a record, the page of a party."""
