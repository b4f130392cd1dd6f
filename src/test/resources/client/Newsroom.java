import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import org.viestka.client.ApiClient;
import org.viestka.client.ApiException;
import org.viestka.client.api.CommentariesApi;
import org.viestka.client.api.IssuesApi;
import org.viestka.client.api.MailingsApi;
import org.viestka.client.api.StatisticsApi;
import org.viestka.client.api.SubscribersApi;
import org.viestka.client.model.CommentaryInput;
import org.viestka.client.model.CommentaryStatus;
import org.viestka.client.model.MailingState;
import org.viestka.client.model.SubscriberInput;
import org.viestka.client.model.SubscriberStatus;
import org.viestka.client.model.TranslationInput;

/** What a newsroom's own program does, with nothing but a client that was generated from the OpenAPI document. */
public class Newsroom {

    public static String work(String url, String name, String password) throws ApiException {
        var client = new ApiClient();
        client.updateBaseUri(url);
        var credentials = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        client.setRequestInterceptor(request -> request.header("Authorization", "Basic " + credentials));

        var readers = new SubscribersApi(client);
        readers.createSubscriber(new SubscriberInput().email("reader@example.org").edition("en"), null, "reader-1");
        readers.createSubscriber(new SubscriberInput().email("reader@example.org").edition("en"), null, "reader-1");
        var page = readers.listSubscribers(null, "en", 0, null, null, 50, null, SubscriberStatus.ACTIVE);

        var texts = new CommentariesApi(client);
        var draft = texts.createCommentary(new CommentaryInput().rubric("ruling-elite").week("2016-W49").trend(CommentaryInput.TrendEnum.WORSENED)
                .translations(Map.of("en", new TranslationInput().title("A title").summary("A lead.").body("A text."))), null);
        var published = texts.publishCommentary(draft.getId(), null, null);
        require(published.getStatus() == CommentaryStatus.PUBLISHED);
        require("2016-W49".equals(new IssuesApi(client).getIssue("2016-W49").getWeek()));
        require(new MailingsApi(client).assembleMailing("en", "2016-W49", null).getState() == MailingState.ASSEMBLED);
        require(new StatisticsApi(client).getStatistics(null, null, null).getNow().containsKey("en"));
        try {
            texts.publishCommentary(draft.getId(), "\"99\"", null);
            throw new IllegalStateException("A former version was taken");
        } catch (ApiException e) {
            require(e.getCode() == 412 && e.getResponseBody().contains("detail"));
        }
        return page.getTotal() + " reader: " + page.getItems().get(0).getEmail();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("Not what the document says");
        }
    }
}
