"""Import the sources of a Jekyll site as Jekyll 4 reads them (jekyllrb.com/docs), and run none of them."""
