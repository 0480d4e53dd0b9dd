/**
 * Generates the committed CustomResourceDefinitions and JSON Schemas from the API types, and fails
 * when what is committed differs.
 */
@NullMarked
package cx.touchpoint.api.generated;

import org.jspecify.annotations.NullMarked;
