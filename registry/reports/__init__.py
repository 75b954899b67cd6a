"""What leaves on paper or in a table: sheets, briefs, pictures, codes to scan."""
