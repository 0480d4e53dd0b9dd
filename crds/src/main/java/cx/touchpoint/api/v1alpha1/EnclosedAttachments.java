package cx.touchpoint.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files a Webhook's senders may put into their events, and get inside answers. */
@ValidationRule(
    value = "!has(self.maxSize) || self.maxSize.matches('^([1-9][0-9]?|[1-6][0-9]{2}|700)Ki$')",
    fieldPath = ".maxSize",
    message =
        "must be one number and the unit Ki, from 1Ki to 700Ki, for example 500Ki: a Webhook's files"
            + " travel inside an event of at most 1Mi, where base64 makes them a third larger")
@ValidationRule(
    value = "self.matches('^(image/(png|jpeg|gif|webp)|application/pdf|text/plain)$')",
    fieldPath = ".contentTypes[*]",
    message =
        "must be one of image/png, image/jpeg, image/gif, image/webp, application/pdf, text/plain: a"
            + " connector takes only what it can tell by its first bytes")
public record EnclosedAttachments(
    @Default("700Ki")
        @Size(max = 8)
        @JsonPropertyDescription(
            "The largest file: one number and the unit Ki, from 1Ki to 700Ki. In base64 it has to fit"
                + " into an event of 1Mi.")
        @Nullable String maxSize,
    @Size(min = 1, max = 6)
        @JsonPropertyDescription(
            "What a file may be; the first bytes have to fit. Without it all of image/png,"
                + " image/jpeg, image/gif, image/webp, application/pdf, text/plain.")
        @Nullable List<@Size(min = 1, max = 32) String> contentTypes) {}
