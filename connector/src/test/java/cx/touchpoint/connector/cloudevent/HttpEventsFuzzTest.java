package cx.touchpoint.connector.cloudevent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import cx.touchpoint.connector.HttpText;
import cx.touchpoint.connector.conversation.Reaction;
import io.cloudevents.CloudEvent;
import org.junit.jupiter.api.Tag;

/** Whatever is sent as events is one that can be used, or is refused with the field at fault. */
@Tag("fuzz")
final class HttpEventsFuzzTest {

  @FuzzTest(maxDuration = "1m")
  void anEventIsReadOrRefused(byte[] sent) {
    HttpText request = HttpText.parse(sent);
    HttpEvents events;
    try {
      events = HttpEvents.read(request.headers(), request.body());
    } catch (MalformedEvent e) {
      isExplained(e);
      return;
    }
    assertThat(events.events()).hasSizeBetween(1, HttpEvents.LARGEST_BATCH);
    for (CloudEvent event : events.events()) {
      assertThat(event.getId()).isNotEmpty();
      TouchpointEvents.traceOf(event);
      message(event);
      answer(event);
    }
  }

  private static void message(CloudEvent event) {
    try {
      Sent sent = Sent.of(event);
      assertThat(sent.text()).hasSizeLessThanOrEqualTo(TouchpointEvents.LONGEST_TEXT);
      assertThat(sent.text().isBlank() && sent.files().isEmpty()).isFalse();
      assertThat(sent.files()).hasSizeLessThanOrEqualTo(5).allMatch(it -> it.length() > 0);
    } catch (MalformedEvent e) {
      isExplained(e);
    }
  }

  private static void answer(CloudEvent event) {
    try {
      TouchpointEvents.inReplyTo(event);
      Reaction reaction = TouchpointEvents.reactionOf(event);
      reaction
          .answer()
          .ifPresent(it -> assertThat(it.parts()).hasSizeBetween(1, TouchpointEvents.MOST_PARTS));
    } catch (MalformedEvent e) {
      isExplained(e);
    }
  }

  private static void isExplained(MalformedEvent e) {
    assertThat(e.field()).isNotBlank();
    assertThat(e.detail()).isNotBlank();
  }
}
