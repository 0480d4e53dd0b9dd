package cx.touchpoint.connector.conversation;

/** By what a message that is sent twice is known. */
record MessageKey(String conversation, String id) {}
