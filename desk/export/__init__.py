"""Records for others: JSON by the contract, Excel for the office."""
