package cx.touchpoint.acceptance;

/**
 * Something a customer said.
 *
 * @param id the same whenever it is said again
 */
record Said(String id, String text) {}
