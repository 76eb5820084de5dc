"""Where the parts are put together: settings, addresses, the WSGI application."""
