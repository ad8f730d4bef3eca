declare const path: { separator: string };
export = path;
