throw Object.assign(new Error('a table name is missing'), { name: 'ConfigurationError' });
