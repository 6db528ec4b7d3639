"""Import the sources of a Hexo site as Hexo reads them (hexo.io/docs), and run none of its templates."""
