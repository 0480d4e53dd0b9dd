package cx.touchpoint.connector.webchat;

import cx.touchpoint.connector.attachment.Limits;
import cx.touchpoint.connector.cloudevent.EventJson;
import cx.touchpoint.connector.cloudevent.PartJson;
import cx.touchpoint.connector.conversation.Reply;
import cx.touchpoint.connector.conversation.Sign;
import cx.touchpoint.connector.signin.RefusedSignIn;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a browser is sent, as the text of a frame. */
final class ServerFrame {

  private ServerFrame() {}

  /**
   * @param resume by which the conversation is taken up again
   * @param terms of the chat, as far as its other side has to know them
   */
  static String welcome(Admitted customer, String resume, Terms terms) {
    Map<String, Object> frame = frame("welcome");
    frame.put("conversation", customer.resumption().conversation().toString());
    frame.put("resume", resume);
    frame.put("resumed", customer.resumed());
    if (customer.signedIn().isPresent()) {
      frame.put("signedIn", true);
    }
    terms.resetAfter().ifPresent(it -> frame.put("resetAfterMs", it.toMillis()));
    terms.attachments().ifPresent(it -> frame.put("attachments", limits(it)));
    customer.problem().ifPresent(why -> frame.put("problem", why));
    return text(frame);
  }

  private static Map<String, Object> limits(Limits limits) {
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("maxSize", limits.maxBytes());
    known.put("contentTypes", limits.contentTypes());
    return known;
  }

  /** Nobody is let in by such a token. */
  static String refused(RefusedSignIn.Reason reason) {
    Map<String, Object> frame = frame("refused");
    frame.put("reason", reason.word());
    frame.put("detail", reason.detail());
    frame.put("retryable", reason.retryable());
    return text(frame);
  }

  static String typing(String inReplyTo) {
    Map<String, Object> frame = frame("typing");
    frame.put("inReplyTo", inReplyTo);
    return text(frame);
  }

  /** Nobody writes any more, and no reply comes. */
  static String notTyping(String inReplyTo) {
    Map<String, Object> frame = frame("typing");
    frame.put("inReplyTo", inReplyTo);
    frame.put("on", false);
    return text(frame);
  }

  /** What is shown and not said. */
  static String of(Sign sign) {
    return switch (sign) {
      case Sign.Typing(boolean on) -> {
        Map<String, Object> frame = frame("typing");
        frame.put("on", on);
        yield text(frame);
      }
      case Sign.Read(String upTo) -> {
        Map<String, Object> frame = frame("read");
        frame.put("id", upTo);
        yield text(frame);
      }
    };
  }

  static String reply(Reply reply) {
    Map<String, Object> frame = frame("reply");
    frame.put("id", reply.id());
    if (reply.inReplyTo() != null) {
      frame.put("inReplyTo", reply.inReplyTo());
    }
    if (reply.seq() > 0) {
      frame.put("seq", reply.seq());
    }
    frame.put("author", reply.answer().author().name());
    frame.put(
        "parts",
        PartJson.written(
            reply.answer().parts(), file -> Optional.of(AttachmentRoute.PATH + '/' + file.id())));
    return text(frame);
  }

  static String accepted(String id, String resume) {
    Map<String, Object> frame = frame("accepted");
    frame.put("id", id);
    frame.put("resume", resume);
    return text(frame);
  }

  /** Somebody is there, so this is how it goes on. */
  static String renewed(String resume) {
    Map<String, Object> frame = frame("renewed");
    frame.put("resume", resume);
    return text(frame);
  }

  /** Nobody is there any more: the device is the next person's. */
  static String reset() {
    return text(frame("reset"));
  }

  static String rejected(String id, Rejection rejection) {
    Map<String, Object> frame = frame("rejected");
    frame.put("id", id);
    frame.put("reason", rejection.reason());
    frame.put("detail", rejection.detail());
    frame.put("retryable", rejection.retryable());
    if (rejection.retryable()) {
      frame.put("retryAfterMs", rejection.retryAfterMillis());
    }
    return text(frame);
  }

  static String goAway(long reconnectAfterMillis) {
    Map<String, Object> frame = frame("goaway");
    frame.put("reconnectAfterMs", reconnectAfterMillis);
    return text(frame);
  }

  private static Map<String, Object> frame(String type) {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", type);
    return frame;
  }

  private static String text(Map<String, Object> frame) {
    return new String(EventJson.bytes(frame), StandardCharsets.UTF_8);
  }
}
