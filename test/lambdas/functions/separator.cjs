const path = require('node:path');

module.exports = { separator: path.sep };
