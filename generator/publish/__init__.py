"""Send the output of a finished build to a folder, an rsync server, a branch of git or a bucket.

Doors: `after.outcome`, `after.tell`, `bucket_redirects`, `bucket_store`, `bucket_target`, `destination`,
`manifest`, `noted_pictures`, `object_headers`, `picture_places`, `pictures`, `plan`, `publish`, `requests`,
`source`, `target`.
"""
