/** By path under `templates/`: a precompiled Handlebars template where the name ends in `.hbs`, else the text itself. */
export declare const templates: ReadonlyMap<string, TemplateSpecification | string>;
