"""Write feeds, sitemaps and other files for machines: values in, bytes out."""
