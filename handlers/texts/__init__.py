"""Every sentence people read, as data: named blanks, forbidden words, one loader."""
