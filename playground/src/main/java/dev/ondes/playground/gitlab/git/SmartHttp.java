package dev.ondes.playground.gitlab.git;

import dev.ondes.playground.gitlab.http.Handler;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.pipelines.GitLabState;
import dev.ondes.playground.gitlab.pipelines.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Git's smart HTTP, protocol 0 and 2, on JGit's upload-pack and receive-pack. */
public final class SmartHttp implements Handler {
    private static final Pattern PATH = Pattern.compile("/(.+)\\.git/(info/refs|git-upload-pack|git-receive-pack)");
    private static final String UPLOAD = "git-upload-pack";
    private static final String RECEIVE = "git-receive-pack";

    private final GitLabState state;
    private final Repositories repositories;
    private final GitAccess access;
    private final Pushes pushes;

    public SmartHttp(GitLabState state, Repositories repositories, String adminToken, Pushes pushes) {
        this.state = state;
        this.repositories = repositories;
        this.pushes = pushes;
        access = new GitAccess(state, adminToken);
    }

    public static boolean serves(Request request) {
        return PATH.matcher(request.uri().getPath()).matches();
    }

    @Override
    public Response handle(Request request) throws IOException {
        Matcher path = PATH.matcher(request.uri().getPath());
        if (!path.matches()) {
            throw HttpError.notFound("Project");
        }
        boolean advertise = path.group(2).equals("info/refs");
        String service = advertise ? request.query().getOrDefault("service", "") : path.group(2);
        if (!service.equals(UPLOAD) && !service.equals(RECEIVE)) {
            throw HttpError.message(403, "Git's dumb protocol is not served");
        }
        Project project = access.check(request, path.group(1), service.equals(RECEIVE));
        Response response = advertise ? advertise(request, service, project) : exchange(request, service, project);
        return response.with(Map.of("Cache-Control", "no-cache"));
    }

    private Response advertise(Request request, String service, Project project) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var lines = new PacketLineOut(bytes);
        var advertiser = new PacketLineOutRefAdvertiser(lines);
        if (service.equals(UPLOAD)) {
            upload(request, project).sendAdvertisedRefs(advertiser, service);
        } else {
            lines.writeString("# service=" + service + "\n");
            lines.end();
            receive(project).sendAdvertisedRefs(advertiser);
        }
        return Response.bytes(200, "application/x-" + service + "-advertisement", bytes.toByteArray());
    }

    private Response exchange(Request request, String service, Project project) throws IOException {
        InputStream in = request.header("Content-Encoding").equals("gzip")
                ? new GZIPInputStream(request.body())
                : request.body();
        Transfer transfer = service.equals(UPLOAD)
                ? out -> upload(request, project).upload(in, out, null)
                : out -> receive(project).receive(in, out, null);
        return new Response(200, Map.of("Content-Type", "application/x-" + service + "-result"), transfer);
    }

    /** Runs while it is sent. */
    @FunctionalInterface
    private interface Transfer extends Response.Body {
        @Override
        default long length() {
            return -1;
        }

        @Override
        void writeTo(OutputStream out) throws IOException;
    }

    private UploadPack upload(Request request, Project project) {
        var upload = new UploadPack(repositories.of(project.id()));
        upload.setBiDirectionalPipe(false);
        upload.setRequestPolicy(UploadPack.RequestPolicy.ANY);
        if (request.header("Git-Protocol").contains("version=2")) {
            upload.setExtraParameters(List.of("version=2"));
        }
        return upload;
    }

    private ReceivePack receive(Project project) {
        Repository repository = repositories.of(project.id());
        var receive = new ReceivePack(repository);
        receive.setBiDirectionalPipe(false);
        receive.setAtomic(false);
        receive.setPreReceiveHook((_, commands) -> commands.stream()
                .filter(command -> !isBranch(command) && !isTag(command))
                .forEach(command -> command.setResult(
                        ReceiveCommand.Result.REJECTED_OTHER_REASON, "only branches and tags may be pushed")));
        receive.setPostReceiveHook((pack, commands) -> pushed(pack, project, commands));
        return receive;
    }

    private void pushed(ReceivePack pack, Project project, Collection<ReceiveCommand> commands) {
        chooseDefaultBranch(project, commands);
        for (ReceiveCommand command : commands) {
            if (command.getType() != ReceiveCommand.Type.DELETE) {
                pushes.pushed(
                                project,
                                command.getRefName(),
                                command.getOldId().name(),
                                command.getNewId().name())
                        .forEach(pack::sendMessage);
            }
        }
    }

    /** The first branch that an empty project gets is its default. */
    private void chooseDefaultBranch(Project project, Collection<ReceiveCommand> commands) {
        String current = state.locked(() -> project.defaultBranch());
        if (repositories.commit(project.id(), Constants.R_HEADS + current).isPresent()) {
            return;
        }
        commands.stream().filter(SmartHttp::isBranch).findFirst().ifPresent(command -> {
            String branch = command.getRefName().substring(Constants.R_HEADS.length());
            state.locked(() -> project.defaultBranch(branch));
            repositories.head(project.id(), branch);
        });
    }

    private static boolean isBranch(ReceiveCommand command) {
        return command.getRefName().startsWith(Constants.R_HEADS);
    }

    private static boolean isTag(ReceiveCommand command) {
        return command.getRefName().startsWith(Constants.R_TAGS);
    }
}
