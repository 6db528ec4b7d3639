"""Tell others of changed addresses after a publication: search engines, hubs of feeds, caches, a webhook."""
